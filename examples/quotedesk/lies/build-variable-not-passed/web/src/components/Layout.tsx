import type { ReactNode } from 'react';
import { Link, NavLink } from 'react-router';
import { config } from '../config.ts';
import { paths } from '../paths.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import { Logo } from './Logo.tsx';
import { UserMenu } from './UserMenu.tsx';

interface Item {
  readonly page: string;
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
}

const items: readonly Item[] = [
  { page: 'dashboard', to: paths.dashboard, label: 'Dashboard', icon: 'dashboard' },
  { page: 'documents', to: paths.documents, label: 'Documents', icon: 'document' },
  { page: 'quotes', to: paths.quotes, label: 'Quotes', icon: 'quote' },
  { page: 'search', to: paths.search, label: 'Search', icon: 'search' },
  { page: 'chat', to: paths.chat, label: 'Chat', icon: 'chat' },
];

export function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="sidebar">
        <Link to={paths.dashboard} className="brand" aria-label="quotedesk, to the dashboard">
          <Logo />
          <span>quotedesk</span>
        </Link>
        <nav aria-label="Main">
          {items.map((item) => (
            <NavLink key={item.page} to={item.to} end={item.to === '/'} data-testid={`nav-${item.page}`}>
              <Icon name={item.icon} />
              <span>{item.label}</span>
            </NavLink>
          ))}
        </nav>
        <a href={`${config.helpUrl}/quotedesk`}>Help</a>
        <UserMenu />
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
