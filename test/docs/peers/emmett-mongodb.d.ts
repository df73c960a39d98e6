/** What the pages use of @event-driven-io/emmett-mongodb, checked against its version 0.42.4. */
export declare function getMongoDBEventStore(options: { readonly connectionString: string }): {
  close(): Promise<void>;
};
export declare function toStreamName(streamType: string, streamId: string): `${string}:${string}`;
