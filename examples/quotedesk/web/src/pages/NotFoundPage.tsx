import { Link } from 'react-router';
import { Empty } from '../components/Empty.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { paths } from '../paths.ts';

export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Not found" />
      <section className="card">
        <Empty icon="search" title="There is no such page">
          <Link to={paths.dashboard}>To the dashboard</Link>
        </Empty>
      </section>
    </>
  );
}
