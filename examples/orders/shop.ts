import { createApplication, type Application, type StorageProvider } from 'annals';
import { Container } from 'inversify';
import * as customers from './customers/index.js';
import * as fulfilment from './fulfilment/index.js';
import * as orders from './orders/index.js';
import * as payments from './payments/index.js';
import * as stock from './stock/index.js';

/** What the shop has from outside. */
export interface ShopServices {
  readonly gateway: payments.PaymentGateway;
  readonly mail: customers.Mail;
  readonly patience?: fulfilment.Patience;
}

/** Opens the shop on a store. */
export function openShop(store: StorageProvider, services: ShopServices): Promise<Application> {
  const { gateway, mail, patience = new fulfilment.Patience() } = services;
  const container = new Container();
  container.bind(payments.PaymentGateway).toConstantValue(gateway);
  container.bind(customers.Mail).toConstantValue(mail);
  container.bind(fulfilment.Patience).toConstantValue(patience);
  return createApplication({ components: [orders, stock, payments, fulfilment, customers], store, container });
}
