import { useCallback } from 'react';
import { Link, useParams } from 'react-router';
import type { Product, Related } from '../api/schemas.ts';
import { Empty } from '../components/Empty.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ResourceView } from '../components/ResourceView.tsx';
import { price } from '../format/amount.ts';
import { useResource } from '../hooks/useResource.ts';
import { productPath } from '../paths.ts';
import { useApi } from '../session/context.ts';

export function ProductPage() {
  const { sku = '' } = useParams();
  const api = useApi();
  const loadProduct = useCallback((signal: AbortSignal) => api.product(sku, signal), [api, sku]);
  const loadRelated = useCallback((signal: AbortSignal) => api.related(sku, signal), [api, sku]);
  const product = useResource(loadProduct);
  const related = useResource(loadRelated);
  const known = product.resource.kind === 'ready' ? product.resource.data : null;
  return (
    <>
      <PageHeader title={known?.name ?? sku} lead={known && known.sku} />
      <section className="card">
        <ResourceView handle={product} what="product">
          {(data) => <ProductFacts product={data} />}
        </ResourceView>
      </section>
      <section className="card">
        <div className="card-header">
          <h2>Related products</h2>
        </div>
        <ResourceView handle={related} what="related products">
          {(data) => <RelatedList related={data.related} />}
        </ResourceView>
      </section>
    </>
  );
}

function ProductFacts({ product }: { readonly product: Product }) {
  return (
    <dl className="facts">
      <div>
        <dt>Price</dt>
        <dd>
          {price(product.price)} <span className="muted">per {product.unit}</span>
        </dd>
      </div>
      <div>
        <dt>Category</dt>
        <dd>{product.category}</dd>
      </div>
      <div>
        <dt>Supplier</dt>
        <dd>{product.supplier}</dd>
      </div>
    </dl>
  );
}

function RelatedList({ related }: { readonly related: Related['related'] }) {
  if (related.length === 0) return <Empty icon="product" title="No related products" />;
  return (
    <ul className="related">
      {related.map((item) => (
        <li key={`${item.relation} ${item.sku}`}>
          <Link to={productPath(item.sku)}>{item.name}</Link> <span className="sku">{item.sku}</span>
          <span className="tag">{item.relation.toLowerCase().replaceAll('_', ' ')}</span>
          {item.supplier !== null && <span className="muted">{item.supplier}</span>}
        </li>
      ))}
    </ul>
  );
}
