import type { Request, Router } from 'express';
import { ApiError } from '../../contract/errors.js';
import { missing } from '../../contract/validation/pydantic.js';
import type { Account } from '../../world/accounts/account.js';
import { empty, ok } from '../pipeline/answer.js';
import { operation, type HttpContext } from '../pipeline/operation.js';

/** The managed session queue (facts: api.md 1.10). Taking a ticket needs a publishable key, the calls about it need none. */
export function ticketRoutes(router: Router, context: HttpContext): void {
  const id = (request: Request, name: string): string => String(request.params[name]);

  router.post(
    '/v1/queues/:queueId/tickets',
    operation(context, {
      name: 'tickets.create',
      envelope: 'error',
      keyHeader: 'x-queue-key',
      accountWithoutKey: () => {
        throw ApiError.validation([missing(['header', 'x-queue-key'])]);
      },
      handle: ({ account, request }) => {
        const { ticketId, view, position, queueSize } = account.tickets.create(id(request, 'queueId'));
        return ok({ ticketId, state: view.state, position, queueSize });
      },
    }),
  );

  const holder = (request: Request): Account => {
    const ticketId = id(request, 'ticketId');
    for (const account of context.world.accounts()) if (account.tickets.has(ticketId)) return account;
    return context.world.anonymous();
  };

  router.post(
    '/v1/queues/:queueId/tickets/:ticketId/poll',
    operation(context, {
      name: 'tickets.poll',
      envelope: 'error',
      accountWithoutKey: holder,
      handle: ({ account, request }) =>
        ok(account.tickets.poll(id(request, 'queueId'), id(request, 'ticketId'))),
    }),
  );

  router.delete(
    '/v1/queues/:queueId/tickets/:ticketId',
    operation(context, {
      name: 'tickets.leave',
      envelope: 'error',
      accountWithoutKey: holder,
      handle: ({ account, request }) => {
        account.tickets.leave(id(request, 'queueId'), id(request, 'ticketId'));
        return empty();
      },
    }),
  );
}
