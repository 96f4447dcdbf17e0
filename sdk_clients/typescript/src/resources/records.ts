/** What is told to the service: payments, and the truth that comes later. */

import type {
  Feedback as FeedbackBody, FeedbackPage, FeedbackResults, FeedbackView, ListFeedbackData, ListTransactionsData, Transaction,
  TransactionPage, TransactionResults, TransactionView,
} from "../core/types.gen.js";
import { Pages } from "../paging.js";
import type { CallOptions } from "../transport.js";
import { Resource } from "./resource.js";

export type TransactionQuery = Omit<NonNullable<ListTransactionsData["query"]>, "after">;
export type FeedbackQuery = Omit<NonNullable<ListFeedbackData["query"]>, "after">;

export class Transactions extends Resource {
  async create(transaction: Transaction, call?: CallOptions): Promise<TransactionView> {
    return await this.core.createTransaction({ body: transaction, ...this.with(call) });
  }

  /** At most 1,000 in one commit: all of them are valid, or nothing is recorded. */
  async createBulk(transactions: readonly Transaction[], call?: CallOptions): Promise<TransactionResults> {
    return await this.core.createTransactions({ body: { items: [...transactions] }, ...this.with(call) });
  }

  async get(transactionId: string, call?: CallOptions): Promise<TransactionView> {
    return await this.core.getTransaction({ path: { transaction_id: transactionId }, ...this.with(call) });
  }

  list(query: TransactionQuery, call?: CallOptions): Pages<TransactionPage["data"][number], TransactionPage> {
    return new Pages((after) => this.core.listTransactions({ query: { ...query, after }, ...this.with(call) }));
  }
}

export class Feedback extends Resource {
  /** Tell what came true of a decision. */
  async create(feedback: FeedbackBody, call?: CallOptions): Promise<FeedbackView> {
    return await this.core.createFeedback({ body: feedback, ...this.with(call) });
  }

  /** At most 1,000 in one commit: all of them are valid, or nothing is recorded. */
  async createBulk(items: readonly FeedbackBody[], call?: CallOptions): Promise<FeedbackResults> {
    return await this.core.createFeedbackBulk({ body: { items: [...items] }, ...this.with(call) });
  }

  async get(feedbackId: string, call?: CallOptions): Promise<FeedbackView> {
    return await this.core.getFeedback({ path: { feedback_id: feedbackId }, ...this.with(call) });
  }

  list(query: FeedbackQuery = {}, call?: CallOptions): Pages<FeedbackPage["data"][number], FeedbackPage> {
    return new Pages((after) => this.core.listFeedback({ query: { ...query, after }, ...this.with(call) }));
  }
}
