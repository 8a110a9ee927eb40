import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readDateTime as readMoment } from '../../shared/parameters/dateTime';

const label = 'Date and Time';

/** When a record came about, as one of its additional fields. */
export function dateTimeField(description: string): INodeProperties {
	return { displayName: label, name: 'dateTime', type: 'dateTime', default: '', description };
}

/**
 * A time as LeadSquared takes it: UTC, `YYYY-MM-DD HH:MM:SS`.
 *
 * @throws ActionableError when it is neither ISO 8601 nor a date of n8n
 */
export function readDateTime(context: IExecuteFunctions, value: unknown): string | undefined {
	return readMoment(context, value, label)?.toUTC().toFormat('yyyy-MM-dd HH:mm:ss');
}
