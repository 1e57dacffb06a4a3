import type { PdfSource } from './types.ts';

const columns = [
  { title: 'Pos', width: 35 },
  { title: 'Artikelnummer', width: 95 },
  { title: 'Bezeichnung', width: 225 },
  { title: 'Menge', width: 60, right: true },
  { title: 'Einheit', width: 60 },
] as const;

export const german: readonly PdfSource[] = [
  {
    file: '21-papierfabrik-ersatzteile.pdf',
    subject: 'Anfrage PL-2025-131',
    blocks: [
      { kind: 'title', text: 'Papierfabrik Lahnstein AG' },
      { kind: 'text', lines: ['Uferstraße 12', '56112 Lahnstein'] },
      { kind: 'text', lines: ['Anfrage PL-2025-131', 'Kunde: Papierfabrik Lahnstein AG, Lahnstein'] },
      { kind: 'text', lines: ['Sehr geehrte Damen und Herren,', 'wir bitten um Ihr Angebot über:'] },
      {
        kind: 'table',
        columns,
        rows: [
          ['1', 'CP-065-160', 'Kreiselpumpe DN65 160', '2', 'Stück'],
          ['2', 'MS-38', 'Gleitringdichtung 38 mm', '6', 'Stück'],
          ['3', 'JC-38', 'Klauenkupplung 38 mm', '2', 'Stück'],
          ['4', 'SP-JC38', 'Zahnkranz 38 mm', '4', 'Stück'],
          ['5', 'BF-DN065', 'Absperrklappe DN65', '8', 'Stück'],
          ['6', 'GK-DN65', 'Flanschdichtung DN65', '16', 'Stück'],
        ],
      },
      { kind: 'text', lines: ['Mit freundlichen Grüßen', 'Einkauf'] },
    ],
  },
  {
    file: '23-kessler-pruefstand.pdf',
    subject: 'Anfrage Prüfstand',
    blocks: [
      { kind: 'title', text: 'Anfrage Prüfstand' },
      { kind: 'text', lines: ['Firma: Maschinenbau Keßler GmbH', 'Ort: Augsburg'] },
      { kind: 'text', lines: ['Guten Tag,', 'für unseren neuen Prüfstand brauchen wir:'] },
      {
        kind: 'text',
        lines: [
          '- 1 Stück Zahnradpumpe 32 l/min',
          '- 1 Stück Drehstrommotor 3 kW',
          '- 1 Stück Frequenzumrichter 4 kW',
          '- 15 m Hydraulikschlauch 25 mm',
          '- 8 Stück Schlaucharmatur 25 mm',
          '- 2 Stück Manometer 0-40 bar',
        ],
      },
      { kind: 'text', lines: ['Bitte mit Lieferzeit.', 'H. Kessler'] },
    ],
  },
  {
    file: '25-chemie-nord-pumpen.pdf',
    subject: 'Anfrage CN 8812',
    blocks: [
      { kind: 'title', text: 'Anfrage CN 8812' },
      { kind: 'text', lines: ['Kunde: Chemie Nord GmbH, Stade', 'Ansprechpartner: Dr. Ines Albrecht'] },
      {
        kind: 'table',
        columns,
        rows: [
          ['1', 'PC-12', 'Exzenterschneckenpumpe 12 m3/h', '1', 'Stück'],
          ['2', '', 'Exzenterschneckenpumpe 20 m3/h', '', ''],
          ['3', 'GP-PK08', 'PTFE packing 8 mm', '3,5', 'm'],
          ['4', '', 'Temperaturfühler Keramik 900 C', '4', 'Stück'],
          ['5', 'SV-230', 'Magnetventil 230 V', '4', 'Stück'],
        ],
      },
      { kind: 'text', lines: ['Die Menge zu Position 2 steht noch nicht fest.'] },
    ],
  },
  {
    file: '27-stadtwerke-oberfeld-anlage.pdf',
    subject: 'Anfrage Pumpwerk Süd',
    blocks: [
      { kind: 'title', text: 'Stadtwerke Oberfeld' },
      { kind: 'text', lines: ['Kunde: Stadtwerke Oberfeld, Oberfeld', 'Betreff: Anfrage Pumpwerk Süd'] },
      {
        kind: 'text',
        lines: [
          'Sehr geehrte Damen und Herren,',
          'die benötigten Teile finden Sie in der Anlage auf der nächsten Seite.',
          'Bitte nennen Sie uns auch Ihre Lieferbedingungen.',
          'Mit freundlichen Grüßen',
          'Technik',
        ],
      },
      { kind: 'page-break' },
      { kind: 'title', text: 'Anlage' },
      {
        kind: 'table',
        columns,
        rows: [
          ['1', 'SP-060', 'Tauchpumpe 60 m3/h', '2', 'Stück'],
          ['2', 'LS-01', 'Schwimmerschalter', '4', 'Stück'],
          ['3', 'CV-DN80', 'Rückschlagventil DN80', '2', 'Stück'],
          ['4', 'GV-DN80', 'Absperrschieber DN80', '2', 'Stück'],
        ],
      },
    ],
  },
  {
    file: '31-elbaue-wartung.pdf',
    subject: 'Wartung 2025',
    blocks: [
      { kind: 'title', text: 'Zuckerfabrik Elbaue GmbH' },
      {
        kind: 'text',
        lines: ['Wartung 2025, Bedarf Dichtungen und Lager', 'Kunde: Zuckerfabrik Elbaue, Magdeburg'],
      },
      {
        kind: 'table',
        columns,
        rows: [
          ['1', '', 'Simmering 70 mm', '12', 'Stück'],
          ['2', '', 'Rillenkugelager 6208', '20', 'Stück'],
          ['3', '', 'Stehlager UCP 204', '6', 'Stück'],
          ['4', '', 'Kettenrad 17 Zähne', '4', 'Stück'],
          ['5', 'OR-080', 'EPDM ring 80 mm', '1', 'Satz'],
          ['6', 'TS-75', 'Gewindedichtung 75 ml', '10', 'Stück'],
        ],
      },
    ],
  },
];
