import { leadField } from '../../parameters/lead';
import { attachFileTo } from '../attachFile';
import { findLead } from './findLead';

/** Attaches the files of every item to the lead that it names. */
export const { description, executeAll } = attachFileTo('lead', leadField, findLead);
