package com.countermark.client.resources;

import com.countermark.client.Paged;
import com.countermark.client.core.api.TransactionsApi;
import com.countermark.client.core.model.Transaction;
import com.countermark.client.core.model.TransactionBatch;
import com.countermark.client.core.model.TransactionView;
import com.countermark.client.core.model.TransactionPage;
import com.countermark.client.core.model.TransactionResults;
import com.countermark.client.transport.CallOptions;
import com.countermark.client.transport.Params;

/** Payments as they were sent. */
public final class Transactions {
  private final TransactionsApi core;

  public Transactions(TransactionsApi core) {
    this.core = core;
  }

  /** Send one payment. */
  public TransactionView create(Transaction transaction, CallOptions... options) {
    return core.createTransaction(transaction, options);
  }

  /** Send many at once, all or none. */
  public TransactionResults createBulk(TransactionBatch transactions, CallOptions... options) {
    return core.createTransactions(transactions, options);
  }

  /** One payment, by your id of it. */
  public TransactionView get(String transactionId, CallOptions... options) {
    return core.getTransaction(transactionId, options);
  }

  /** All payments, newest first. */
  public Paged<TransactionView> list(CallOptions... options) {
    return list(new TransactionsApi.ListTransactionsParams(), options);
  }

  public Paged<TransactionView> list(TransactionsApi.ListTransactionsParams params, CallOptions... options) {
    TransactionsApi.ListTransactionsParams own = Params.copy(params);
    return new Paged<>(
        after -> {
          TransactionPage page = core.listTransactions(after == null ? own : Params.copy(own).after(after), options);
          return new Paged.Page<>(page.getData(), page.getHasMore(), page.getNextAfter());
        });
  }
}
