import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { Layout } from './components/Layout.tsx';
import { ChatPage } from './pages/ChatPage.tsx';
import { DashboardPage } from './pages/DashboardPage.tsx';
import { DocumentPage } from './pages/DocumentPage.tsx';
import { DocumentsPage } from './pages/DocumentsPage.tsx';
import { LoginPage } from './pages/LoginPage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { ProductPage } from './pages/ProductPage.tsx';
import { QuotePage } from './pages/QuotePage.tsx';
import { QuotesPage } from './pages/QuotesPage.tsx';
import { SearchPage } from './pages/SearchPage.tsx';
import { paths } from './paths.ts';
import { useSession } from './session/context.ts';

export function App() {
  return (
    <Routes>
      <Route path={paths.login} element={<LoginPage />} />
      <Route element={<NeedsLogin />}>
        <Route path={paths.dashboard} element={<DashboardPage />} />
        <Route path={paths.documents} element={<DocumentsPage />} />
        <Route path={paths.document} element={<DocumentPage />} />
        <Route path={paths.search} element={<SearchPage />} />
        <Route path={paths.quotes} element={<QuotesPage />} />
        <Route path={paths.quote} element={<QuotePage />} />
        <Route path={paths.product} element={<ProductPage />} />
        <Route path={paths.chat} element={<ChatPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

/** Where the user wanted to go is kept, and the login leads there. */
function NeedsLogin() {
  const { session } = useSession();
  const location = useLocation();
  if (session === null) {
    return <Navigate to={paths.login} replace state={{ from: location.pathname + location.search }} />;
  }
  return (
    <Layout>
      <Outlet />
    </Layout>
  );
}
