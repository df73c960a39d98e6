import { createApplication, type Application, type StorageProvider } from 'annals';
import { Container } from 'inversify';
import * as components from './components.js';
import { Mail } from './customers/index.js';
import { Patience } from './fulfilment/index.js';
import { PaymentGateway } from './payments/index.js';

/** What the shop has from outside. */
export interface ShopServices {
  readonly gateway: PaymentGateway;
  readonly mail: Mail;
  readonly patience?: Patience;
}

/** Opens the shop on a store. */
export function openApplication(store: StorageProvider, services: ShopServices): Promise<Application> {
  const { gateway, mail, patience = new Patience() } = services;
  const container = new Container();
  container.bind(PaymentGateway).toConstantValue(gateway);
  container.bind(Mail).toConstantValue(mail);
  container.bind(Patience).toConstantValue(patience);
  return createApplication({ components: [components], store, container });
}
