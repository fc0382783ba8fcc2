package app

import "longhouse/modules/crm/internal/store"

// AccountFields are what lists of accounts can be filtered by.
func AccountFields() []string { return store.AccountList.Fields() }

// ContactFields are what lists of contacts can be filtered by.
func ContactFields() []string { return store.ContactList.Fields() }

// DealFields are what lists of deals can be filtered by.
func DealFields() []string { return store.DealList.Fields() }

// OrderFields are what lists of orders can be filtered by.
func OrderFields() []string { return store.OrderList.Fields() }
