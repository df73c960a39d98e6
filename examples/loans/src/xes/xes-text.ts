import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { TextDecoder, types } from 'node:util';
import { createGunzip } from 'node:zlib';
import { XesError } from './xes-error.js';

/** How {@link readText} reads. */
export interface TextOptions {
  /** Hears how many bytes of the file are read, compressed ones where it is compressed. */
  readonly onProgress?: ((bytesRead: number, totalBytes: number) => void) | undefined;
  /** How many bytes to read at once; 64 KiB unless told. */
  readonly chunkSize?: number | undefined;
}

/**
 * Reads a text file piece by piece, as fast as the pieces are taken; a gzip file is known by its first bytes.
 *
 * @throws {@link XesError} where the file is missing, no file, empty, cut off, or not text of its encoding
 */
export async function* readText(file: string, options: TextOptions = {}): AsyncGenerator<string> {
  const { size, start } = await inspect(file);
  if (size === 0) throw new XesError(file, 'the file is empty');
  let decoder: TextDecoder | undefined;
  try {
    for await (const bytes of readBytes(file, size, isGzip(start), options)) {
      decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
      yield decoder.decode(bytes, { stream: true });
    }
    if (decoder === undefined) throw new XesError(file, 'the file is empty (a gzip archive of nothing)');
    yield decoder.decode();
  } catch (error) {
    throw explain(file, error);
  }
}

async function inspect(file: string): Promise<{ size: number; start: Buffer }> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return { size: (await handle.stat()).size, start: buffer.subarray(0, bytesRead) };
  } catch (error) {
    throw explain(file, error);
  } finally {
    await handle?.close();
  }
}

function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

function readBytes(file: string, size: number, isCompressed: boolean, options: TextOptions): AsyncIterable<Buffer> {
  const { onProgress, chunkSize = 64 * 1024 } = options;
  async function* counted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytesRead = 0;
    for await (const bytes of source) {
      bytesRead += bytes.length;
      yield bytes;
      onProgress?.(bytesRead, size);
    }
  }
  const source = createReadStream(file, { highWaterMark: chunkSize });
  if (!isCompressed) return counted(source);
  const ignore = (): void => undefined; // the error reaches whoever reads the end of the pipeline
  return pipeline(source, counted, createGunzip({ chunkSize: Math.max(chunkSize, 64) }), ignore);
}

/** UTF-8 unless a byte order mark or the XML declaration says otherwise. */
function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const declaration = bytes.subarray(0, 200).toString('latin1');
  return /^<\?xml[^>]*\sencoding=["']([\w.:-]+)["']/.exec(declaration)?.[1] ?? 'utf-8';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'this is a directory; pass the .xes or .xes.gz file in it',
  EACCES: 'the file may not be read by this user',
  Z_BUF_ERROR: 'the gzip data is cut off; copy or download the file again',
  Z_DATA_ERROR: 'the gzip data is damaged; copy or download the file again',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'the text is not in the encoding that it declares (UTF-8 where it declares none)',
  ERR_ENCODING_NOT_SUPPORTED: 'the encoding that the XML declaration names is unknown; convert the file to UTF-8',
};

function explain(file: string, error: unknown): unknown {
  if (!types.isNativeError(error) || error instanceof XesError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return new XesError(file, reasons[code] ?? `cannot be read: ${error.message}`, { cause: error });
}
