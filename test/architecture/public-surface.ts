/** All that users of the package can import. `npm run surface` writes this file anew: a change here belongs in CHANGELOG.md. */
export const publicSurface: Record<string, string[]> = {};
