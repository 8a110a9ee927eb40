import { renderPage } from './page';

const sha256 = 'a1b2c3d4e5f6'.repeat(6).slice(0, 64);
const arrival = {
	at: '2026-01-15T10:20:30.000Z',
	service: 'LeadSquared' as const,
	record: 'Lead 42',
	field: 'mx_KYC.mx_CustomObject_1',
	fileName: 'contract.pdf',
	bytes: 12,
	mimeType: 'application/pdf',
	sha256,
	attached: true,
};
const lead = { type: 'Lead', id: '42', label: 'Asha <Rao>', files: [] };

test('a record is shown by its name beside its id, and a hash in short with the whole behind it', () => {
	const page = renderPage({ service: 'LeadSquared', arrivals: [arrival], records: [lead] });
	expect(page).toContain('<td>Asha &lt;Rao&gt;<br><small>Lead 42</small></td>');
	expect(page).toContain(`<code title="${sha256}">${sha256.slice(0, 12)}…</code>`);
});

test('a record that is not known is shown by its id', () => {
	const page = renderPage({ service: 'LeadSquared', arrivals: [arrival], records: [] });
	expect(page).toContain('<td><small>Lead 42</small></td>');
});
