export { describeCheckpointStoreContract } from './testing/checkpoint-store-contract.js';
export type { ContractSubject, CreateContractSubject } from './testing/contract-subject.js';
export { describeEventStoreContract } from './testing/event-store-contract.js';
export { describeReadModelStoreContract } from './testing/read-model-store-contract.js';
export { Scenario, scenario } from './testing/scenario.js';
export { ScenarioOutcome, type ExpectedEvent } from './testing/scenario-outcome.js';
export { describeSnapshotStoreContract } from './testing/snapshot-store-contract.js';
