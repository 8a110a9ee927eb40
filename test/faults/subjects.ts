// The former place, for tests that are being written: `test/support/subjects.ts`.
export * from '../support/subjects';
