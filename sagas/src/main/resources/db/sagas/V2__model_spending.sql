-- What calls to models have cost, by calendar month (UTC), for the monthly budget.
CREATE TABLE sagas.model_spending (
    month         text   PRIMARY KEY,
    micro_dollars bigint NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON sagas.model_spending TO ${app_role};
