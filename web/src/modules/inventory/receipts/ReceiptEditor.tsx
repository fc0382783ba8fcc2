import { IconTruckLoading } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useParams } from "@/ui/address";
import { PageHeader } from "@/ui/PageHeader";
import { RecordState } from "@/ui/RecordPage";
import { Padded } from "@/ui/Screen";
import type { Product, Receipt, Supplier } from "../wire";
import { ReceiptForm } from "./ReceiptForm";
import { lineOfProduct, linesOf } from "./lines";

/** Writes a receipt: a new one, also for a product or a supplier that is named in the address, or one that is to be changed. */
export function ReceiptEditor() {
  const { t } = useTranslation("documents");
  const [params] = useParams();
  const { edit, product, supplier } = params;
  return (
    <>
      <PageHeader title={edit ? t("receipt.edit") : t("receipt.new")} icon={IconTruckLoading} />
      <Padded width={1100}>{edit ? <Existing id={edit} /> : <New product={product} supplier={supplier} />}</Padded>
    </>
  );
}

function Existing({ id }: { id: string }) {
  const query = useGet<Receipt>(`/inventory/receipts/${id}`, undefined, { staleTime: 0 });
  return <RecordState query={query}>{(receipt) => <ReceiptForm key={receipt.id} receipt={receipt} lines={linesOf(receipt)} />}</RecordState>;
}

function New({ product, supplier }: { product?: string; supplier?: string }) {
  const wanted = useGet<Product>(`/inventory/products/${product}`, undefined, { enabled: Boolean(product) });
  const from = useGet<Supplier>(`/inventory/suppliers/${supplier}`, undefined, { enabled: Boolean(supplier) });
  if (product && wanted.isPending) return null;
  if (supplier && from.isPending) return null;
  const named = from.data ?? wanted.data?.supplier;
  return <ReceiptForm supplier={named ? { id: named.id, name: named.name } : undefined} lines={wanted.data ? [lineOfProduct(wanted.data)] : []} />;
}
