import fc from 'fast-check';
import FormData from 'form-data';
import {
	cleanExtension,
	cleanFileName,
	cleanMimeType,
	toParameterName,
} from '../../../nodes/shared/files/name';
import { createMultipart, textPart } from '../../../nodes/shared/http/multipart';
import { bytesOf, parse, serialise, sha256 } from '../../support/forms';
import { hostileMimeType, hostileName, runs } from '../../support/hostile';
import { filePart } from '../../support/parts';

/** One file as it comes from outside. */
const incomingFile = fc.record({
	name: hostileName,
	mimeType: hostileMimeType,
	extension: hostileName,
	binaryField: hostileName,
	bytes: fc.integer({ min: 0, max: 40 }),
});

const namedBy = {
	cleanFileName,
	toParameterName,
};

describe.each([
	['4.0.6', FormData],
	['4.0.0', jest.requireActual<typeof FormData>('form-data-4.0.0')],
])('with form-data %s', (_, Form) => {
	test.each(Object.entries(namedBy))(
		'%s: a form has exactly the parts that were meant, with exactly their names and values',
		async (__, toName) => {
			const files = fc.array(incomingFile, { minLength: 1, maxLength: 3 });
			await fc.assert(
				fc.asyncProperty(files, hostileName, async (incoming, value) => {
					const sent = incoming.map(({ name, mimeType, extension, binaryField, bytes }, index) => {
						const type = cleanMimeType(mimeType);
						const fileName = toName({ name, extension: cleanExtension(extension), binaryField });
						return { content: bytesOf(bytes, index), type, fileName, part: `files[${index}]` };
					});
					const { form, headers } = await createMultipart(
						[
							textPart('before', value),
							...sent.flatMap(({ content, type, fileName, part }, index) => [
								filePart(content, { name: part, fileName, mimeType: type }).part,
								textPart(fileName, `record ${index}`),
							]),
							textPart('after', value),
						],
						Form,
					);
					const announced = form.getLengthSync();
					const bytes = await serialise(form);
					expect(bytes.length).toBe(announced);

					const received = await parse(bytes, headers);
					expect(received.order).toEqual([
						'before',
						...sent.flatMap(({ part, fileName }) => [part, fileName]),
						'after',
					]);
					expect(received.fields.map((field) => field.value)).toEqual([
						value.toWellFormed(),
						...sent.map((__, index) => `record ${index}`),
						value.toWellFormed(),
					]);
					expect(received.files).toMatchObject(
						sent.map(({ content, type, fileName, part }) => ({
							part,
							fileName,
							mimeType: type,
							sha256: sha256(content),
						})),
					);
				}),
				runs,
			);
		},
	);
});

test('a clean name is short, visible, and no path', () => {
	fc.assert(
		fc.property(hostileName, hostileName, hostileName, (name, extension, binaryField) => {
			const clean = cleanFileName({ name, extension: cleanExtension(extension), binaryField });
			expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"<>|*?:/\\]/u);
			expect(clean).not.toMatch(/^[. ]|[. ]$/);
			expect(clean.length).toBeGreaterThan(0);
			expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(200);
			expect(clean.isWellFormed()).toBe(true);
		}),
		runs,
	);
});

test('a parameter name is one that PHP changes nothing about but its dot', () => {
	fc.assert(
		fc.property(hostileName, hostileName, hostileName, (name, extension, binaryField) => {
			const clean = toParameterName({ name, extension: cleanExtension(extension), binaryField });
			expect(clean).toMatch(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)?$/);
			expect(clean.length).toBeLessThanOrEqual(100);
		}),
		runs,
	);
});

test('a type is always type/subtype', () => {
	fc.assert(
		fc.property(hostileMimeType, (mimeType) => {
			expect(cleanMimeType(mimeType)).toMatch(/^[a-z0-9_!#$&^.+-]+\/[a-z0-9_!#$&^.+-]+$/);
		}),
		runs,
	);
});
