import { leadSquaredApiTest } from './credentialTest';

export const credentialTest = { leadSquaredApiTest };
