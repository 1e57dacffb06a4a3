import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { company } from '../lib/config';
import './globals.css';

export const metadata: Metadata = { title: `fastapi-desk · ${company}`, icons: { icon: '/icon.svg' } };

export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
