export { describeCheckpointStoreContract } from './testing/contracts/checkpoint-store-contract.js';
export type { ContractSubject, CreateContractSubject } from './testing/contracts/subject.js';
export { describeEventStoreContract } from './testing/contracts/event-store-contract.js';
export { describeReadModelStoreContract } from './testing/contracts/read-model-store-contract.js';
export { Scenario, scenario } from './testing/scenario.js';
export { ScenarioOutcome, type ExpectedEvent } from './testing/scenario-outcome.js';
export { describeSnapshotStoreContract } from './testing/contracts/snapshot-store-contract.js';
