// The former place of the harness, for tests that are being written: `test/support/leadSquared.ts`.
export * from '../support/leadSquared';
export { useLeadSquared as testAccount } from '../support/leadSquared';
