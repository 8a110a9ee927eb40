import { leadField } from '../../parameters/lead';
import { getFilesOf } from '../getFiles';
import { findLead } from './findLead';

/** The files of the lead that an item names. */
export const { description, execute } = getFilesOf('lead', leadField, findLead);
