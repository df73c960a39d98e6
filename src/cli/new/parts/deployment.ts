import type { FileSet } from '../../files/file-set.js';
import { databaseOf, mainOf, type AppPlan } from '../app-plan.js';
import type { Conventions } from '../package-manager.js';

/** A container image, and a composition of it with a MongoDB replica set. */
export function deployment(plan: AppPlan, conventions: Conventions, hasVendor: boolean): FileSet {
  return new Map([
    ['Dockerfile', dockerfile(plan, conventions, hasVendor)],
    [
      '.dockerignore',
      ['node_modules', 'dist', 'coverage', '.annals', '.git', '.env', ...conventions.ignored, ''].join('\n'),
    ],
    ['compose.yaml', compose(plan)],
    ['.env.example', environment(plan)],
  ]);
}

function dockerfile(plan: AppPlan, conventions: Conventions, hasVendor: boolean): string {
  const { lock, settings, install, prune, before } = conventions;
  return `FROM node:22-slim AS build
WORKDIR /app
${before === undefined ? '' : `RUN ${before}\n`}COPY ${[...new Set(['package.json', lock, ...Object.keys(settings)])].join(' ')} ./
${hasVendor ? 'COPY vendor ./vendor\n' : ''}RUN ${install}
COPY . .
RUN ${plan.packageManager} run build && ${prune}

FROM node:22-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
${plan.front === 'none' ? '' : 'EXPOSE 3000\n'}CMD ["node", "dist/${mainOf(plan)}.js"]
`;
}

function compose(plan: AppPlan): string {
  const ports = plan.front === 'none' ? '' : `    ports: ['127.0.0.1:3000:3000']\n`;
  return `services:
  app:
    build: .
    environment:
      MONGODB_URI: mongodb://mongo:27017/?replicaSet=rs0
      DATABASE: ${databaseOf(plan)}
${ports}    depends_on:
      mongo:
        condition: service_healthy

  # Transactions and change streams need a replica set, for which one node is enough.
  mongo:
    image: mongo:8.0
    command: ['mongod', '--replSet', 'rs0', '--bind_ip_all']
    volumes: ['data:/data/db']
    healthcheck:
      test:
        - CMD
        - mongosh
        - --quiet
        - --eval
        - >-
          try { rs.status().ok } catch {
          rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] }) };
          quit(db.hello().isWritablePrimary ? 0 : 1)
      interval: 2s
      retries: 30

volumes:
  data:
`;
}

function environment(plan: AppPlan): string {
  const port = plan.front === 'none' ? '' : `\n# Where it listens.\n#HOST=127.0.0.1\n#PORT=3000\n`;
  return `# Copy this file to .env and change what differs.

# A MongoDB replica set; without it, a MongoDB of the application's own runs on this machine.
#MONGODB_URI=mongodb://localhost:27017/?replicaSet=rs0
DATABASE=${databaseOf(plan)}
${port}`;
}
