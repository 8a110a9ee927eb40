// Both nodes, for tests that show the same of each.
export * from './leadSquared';
export * from './node';
export * from './sharpSpring';
