/** A document of a read model: plain data. */
export type ReadModelDocument = object;

/** The order of an index or of a result. */
export type SortOrder = 'asc' | 'desc';

/** An index of a read model: fields (dotted paths) and their order. */
export interface ReadModelIndex {
  readonly fields: Readonly<Record<string, SortOrder>>;
  readonly unique?: boolean;
}

/** What {@link ReadModelReader.find} looks for. */
export interface FindOptions<T> {
  /** Fields and the values they must equal; all documents by default. */
  readonly where?: Partial<T>;
  /** Fields to sort by, the first one first; by key where nothing is given, and last in any case. */
  readonly sort?: { readonly [K in keyof T]?: SortOrder };
  readonly skip?: number;
  readonly limit?: number;
}

/** A key and what stands under it after a page: a document, or null when it is gone. */
export interface ReadModelChange {
  readonly key: string;
  readonly document: ReadModelDocument | null;
}

/** The changes of one page of events with the step of the checkpoint that they belong to. */
export interface ReadModelPage {
  readonly changes: readonly ReadModelChange[];
  /** Where the checkpoint must be, -1 at the start. */
  readonly from: number;
  /** Where it goes. */
  readonly to: number;
}

/** One read model: the documents of a projection, or those of a rebuild or a preview beside it. */
export interface ReadModelTable {
  /** Creates what is missing: the collection and its indexes. Safe to repeat. */
  prepare(indexes: readonly ReadModelIndex[]): Promise<void>;
  /** The documents that exist under these keys, in one query. */
  getMany(keys: readonly string[]): Promise<ReadonlyMap<string, ReadModelDocument>>;
  get(key: string): Promise<ReadModelDocument | null>;
  find(options: FindOptions<Record<string, unknown>>): Promise<readonly ReadModelDocument[]>;
  count(where: Record<string, unknown>): Promise<number>;
  /** The global position that the documents contain, -1 when there is none. */
  position(): Promise<number>;
  /**
   * Stores the changes and moves the checkpoint, all or nothing.
   *
   * @returns false, and changes nothing, when the checkpoint is not at `from`, or a rebuild has taken the place of the
   *   documents since {@link getMany} read those of this page: then they are the wrong ones, wherever the checkpoint is
   */
  commit(page: ReadModelPage): Promise<boolean>;
  /** The adapter's own handle: on MongoDB the driver's `Collection`; `undefined` where there is none. */
  native(): unknown;
}

/** A read model beside the live one that is to take its place. */
export interface ReadModelRebuildTable extends ReadModelTable {
  /**
   * Gives it up: its documents go, and the live ones stay as they are. Does nothing when it has taken their place, or
   * another rebuild has begun. Not while a {@link commit} is under way.
   */
  drop(): Promise<void>;
}

/** A read model beside the live one that is dropped in the end. Nobody else sees it, and nothing waits for it. */
export interface ReadModelPreviewTable extends ReadModelTable {
  /** Ends it: every later call but this one rejects with `STORE_CLOSED`. Not while a {@link commit} is under way. */
  drop(): Promise<void>;
}

/** Keeps read models. */
export interface ReadModelStore {
  /** The read model that queries see. */
  live(name: string): ReadModelTable;
  /**
   * An empty read model beside the live one, for a rebuild; whatever an earlier rebuild left is dropped. One that is
   * under way, in whichever process, can write no more.
   */
  beginRebuild(name: string): Promise<ReadModelRebuildTable>;
  /**
   * Puts the rebuilt documents and their position in the place of the live ones. Queries see the old ones until then.
   * A crash in between leaves either the old or the new read model, with the position that fits.
   */
  finishRebuild(name: string): Promise<void>;
  /**
   * An empty read model beside the live one, for whoever asked for it alone; there may be several at once. It can be used
   * for 23 hours. What processes that are gone have left of theirs is dropped after a day.
   */
  beginPreview(name: string): Promise<ReadModelPreviewTable>;
}
