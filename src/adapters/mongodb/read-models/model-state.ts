import type { Collection, Db } from 'mongodb';
import type { ViewDocument } from './where-filter.js';

/** Where a read model stands: a document of the collection `read_models`. */
export interface LiveState {
  /** The name of the read model. */
  readonly _id: string;
  /** The global position that the documents contain. */
  readonly position: number;
  /** How often a rebuild has taken the place of the documents; missing for 0. */
  readonly epoch?: number;
  /** The rebuild that the documents come from. */
  readonly generation?: string;
  /** A rebuild that is taking the place of the documents: nothing else may write until it has. */
  readonly swap?: { readonly generation: string; readonly position: number };
}

/** Where a rebuild stands, in the same collection. */
export interface RebuildState {
  /** The name of the read model and `#rebuild`. */
  readonly _id: string;
  readonly position: number;
  /** Which rebuild it is; an older one has lost its right to write. */
  readonly generation: string;
  /** Older rebuilds whose collections may still be there. */
  readonly leftovers?: readonly string[];
  /** Set when this rebuild is taking the place of the live documents: no other may begin. */
  readonly isSwapping?: boolean;
}

/** The collections behind one read model. */
export class ModelCollections {
  readonly rebuildId: string;

  constructor(
    readonly database: Db,
    readonly name: string,
  ) {
    this.rebuildId = `${name}#rebuild`;
  }

  get live(): Collection<LiveState> {
    return this.database.collection<LiveState>('read_models');
  }

  get rebuilds(): Collection<RebuildState> {
    return this.database.collection<RebuildState>('read_models');
  }

  /** The documents that queries see: the collection `view_{name}`. */
  get view(): Collection<ViewDocument> {
    return this.database.collection<ViewDocument>(`view_${encodeName(this.name)}`);
  }

  /** The documents of a rebuild: a collection of its own, `view_{name}#{generation}`. */
  staging(generation: string): Collection<ViewDocument> {
    return this.database.collection<ViewDocument>(`view_${encodeName(this.name)}#${generation}`);
  }

  /** The documents of a preview: a collection of its own, `preview_{name}#{id}`. */
  preview(id: string): Collection<ViewDocument> {
    return this.database.collection<ViewDocument>(`preview_${encodeName(this.name)}#${id}`);
  }
}

/** Leaves letters, digits, `-`, `_` and `.`: two names never give one collection, and no name gives an invalid one. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
