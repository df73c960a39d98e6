/** The version of a stored event's data: what its metadata says, or 1. */
export function schemaVersionOf(recorded: { readonly metadata: { readonly schemaVersion?: number } }): number {
  return recorded.metadata.schemaVersion ?? 1;
}
