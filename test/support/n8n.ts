// n8n itself, without its server and editor: real executions, binary data, requests and credentials.
export * from './binaries';
export * from './editor';
export type { SavedCredential } from './host';
export * from './run';
