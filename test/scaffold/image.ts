import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Programs } from './programs.js';

/** What a container would be made of. */
export interface Image {
  readonly folder: string;
  readonly command: [string, ...string[]];
}

/**
 * Does on this machine what an application's Dockerfile does in a container: its first stage is built below a folder,
 * and the second one is made of what that has left. Corepack is left out, for it may not be there.
 */
export async function buildImage(app: string, folder: string, programs: Programs): Promise<Image> {
  const read = (file: string) => readFileSync(join(app, file), 'utf8').split('\n');
  const ignored = read('.dockerignore').filter((name) => name !== '');
  const stages = { build: join(folder, 'build'), final: join(folder, 'final') };
  for (const stage of Object.values(stages)) mkdirSync(stage, { recursive: true });
  let stage: keyof typeof stages | undefined;
  let command: string[] = [];
  for (const line of read('Dockerfile')) {
    const [instruction, ...args] = line.split(' ');
    if (instruction === 'FROM') stage = stage === undefined ? 'build' : 'final';
    const target = stages[stage ?? 'build'];
    const rest = args.join(' ');
    if (instruction === 'RUN' && rest !== 'corepack enable') await programs.succeed(target, 'sh', '-c', rest);
    if (instruction === 'COPY') copy(args, target);
    if (instruction === 'CMD') command = JSON.parse(rest) as string[];
  }
  const [program = '', ...words] = command;
  return { folder: stages.final, command: [program, ...words] };

  function copy(args: string[], target: string): void {
    const isOfBuild = args[0] === '--from=build';
    const names = args.slice(isOfBuild ? 1 : 0, -1);
    const place = args.at(-1) ?? '';
    const isWanted = (path: string) => !ignored.some((name) => path === join(app, name));
    for (const name of names) {
      const source = isOfBuild ? name.replace(/^\/app/, stages.build) : join(app, name);
      const copied = join(target, place, place.endsWith('/') ? basename(name) : '');
      cpSync(source, copied, { recursive: true, filter: isWanted, verbatimSymlinks: true });
    }
  }
}
