package crm

import (
	"time"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// Account is a company or household that we deal with.
type Account struct {
	ID            AccountID      `json:"id"`
	Code          string         `json:"code" doc:"Customer number, unique when there is one"`
	Name          string         `json:"name"`
	LegalName     string         `json:"legal_name,omitempty"`
	Domain        string         `json:"domain,omitempty"`
	Industry      string         `json:"industry,omitempty"`
	Lifecycle     string         `json:"lifecycle" enum:"prospect,customer,former,partner,other"`
	Phone         string         `json:"phone,omitempty" doc:"The primary phone, as it was typed"`
	Email         string         `json:"email,omitempty"`
	Website       string         `json:"website,omitempty"`
	City          string         `json:"city,omitempty" doc:"Of the primary address"`
	Country       string         `json:"country,omitempty"`
	Currency      string         `json:"currency,omitempty"`
	Description   string         `json:"description,omitempty"`
	Employees     int64          `json:"employees,omitempty"`
	Parent        Ref            `json:"parent,omitzero"`
	Owner         Ref            `json:"owner,omitzero" doc:"A login"`
	TeamID        *uuid.UUID     `json:"team_id,omitempty"`
	Addresses     []Address      `json:"addresses,omitempty" doc:"Only on the single record"`
	ContactPoints []ContactPoint `json:"contact_points,omitempty" doc:"Only on the single record"`
	OpenDeals     int64          `json:"open_deals" doc:"Of those that you may see"`
	OpenOrders    int64          `json:"open_orders" doc:"Of those that you may see"`
	CreatedAt     time.Time      `json:"created_at"`
	UpdatedAt     time.Time      `json:"updated_at"`
	Version       int64          `json:"version"`
	Custom        kernel.Custom  `json:"custom,omitempty" doc:"Custom fields that have a value, by their keys"`
}

// Contact is a person that we talk to.
type Contact struct {
	ID            ContactID      `json:"id"`
	Code          string         `json:"code,omitempty" doc:"Number in an old system"`
	Salutation    string         `json:"salutation,omitempty"`
	FirstName     string         `json:"first_name,omitempty"`
	LastName      string         `json:"last_name,omitempty"`
	Name          string         `json:"name"`
	JobTitle      string         `json:"job_title,omitempty"`
	Email         string         `json:"email,omitempty"`
	Phone         string         `json:"phone,omitempty"`
	Account       Ref            `json:"account,omitzero" doc:"The account of the live primary affiliation"`
	Affiliations  []Affiliation  `json:"affiliations,omitempty" doc:"Only on the single record"`
	ContactPoints []ContactPoint `json:"contact_points,omitempty" doc:"Only on the single record"`
	Owner         Ref            `json:"owner,omitzero"`
	CreatedAt     time.Time      `json:"created_at"`
	UpdatedAt     time.Time      `json:"updated_at"`
	Version       int64          `json:"version"`
	Custom        kernel.Custom  `json:"custom,omitempty" doc:"Custom fields that have a value, by their keys"`
}

// Affiliation is work of a person for an account, now or formerly.
type Affiliation struct {
	ID        AffiliationID `json:"id"`
	Account   Ref           `json:"account"`
	Role      string        `json:"role,omitempty"`
	IsPrimary bool          `json:"is_primary"`
	StartedOn kernel.Date   `json:"started_on,omitzero"`
	EndedOn   kernel.Date   `json:"ended_on,omitzero"`
}

// ContactPoint is one way to reach a party.
type ContactPoint struct {
	ID        ContactPointID `json:"id"`
	Kind      string         `json:"kind" enum:"email,phone,fax,url,social"`
	Label     string         `json:"label,omitempty"`
	Raw       string         `json:"value" doc:"As it was typed"`
	Norm      string         `json:"norm,omitempty" doc:"How it is compared: E.164 for phones. Empty when it cannot be read"`
	Extension string         `json:"extension,omitempty"`
	IsPrimary bool           `json:"is_primary"`
}

// Address is where a party is.
type Address struct {
	ID        AddressID `json:"id"`
	Kind      string    `json:"kind" enum:"billing,shipping,office,home"`
	Lines     string    `json:"lines"`
	City      string    `json:"city"`
	Region    string    `json:"region"`
	Postcode  string    `json:"postcode" doc:"Text: leading zeros count"`
	Country   string    `json:"country"`
	IsPrimary bool      `json:"is_primary"`
}
