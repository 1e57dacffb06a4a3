import { tenderRows } from './tender.ts';
import type { PdfSource } from './types.ts';

export const english: readonly PdfSource[] = [
  {
    file: '22-tidewell-tender.pdf',
    subject: 'Tender TD-77, schedule of parts',
    blocks: [
      { kind: 'title', text: 'Tender TD-77: schedule of parts' },
      {
        kind: 'text',
        lines: ['Customer: Tidewell Desalination plc, Southampton', 'Please price every line.'],
      },
      {
        kind: 'table',
        columns: [
          { title: 'Item', width: 40 },
          { title: 'Part number', width: 90 },
          { title: 'Description', width: 245 },
          { title: 'Qty', width: 50, right: true },
          { title: 'Unit', width: 50 },
        ],
        rows: tenderRows,
      },
      { kind: 'text', lines: ['End of schedule.'] },
    ],
  },
  {
    file: '24-greenholt-form.pdf',
    subject: 'Quote request',
    blocks: [
      { kind: 'title', text: 'Quote request' },
      { kind: 'text', lines: ['Company: Greenholt Farms', 'City: Norwich'] },
      {
        kind: 'text',
        lines: [
          'Item: Submersible pump 25 m3/h  Qty: 1 pcs',
          'Item: Ball valve DN20 brass  Qty: 12 pcs',
          'Item: Suction hose 32 mm spiral  Qty: 80 m',
          'Item: Ball valve DN50 brass  Qty:',
          'Item: Solenoid valve DN20 24 V  Qty: 6 pcs',
        ],
      },
      { kind: 'text', lines: ['Signed: T. Greenholt'] },
    ],
  },
  {
    file: '26-fjordfisk-letter.pdf',
    subject: 'Request for quotation',
    blocks: [
      { kind: 'title', text: 'Request for quotation' },
      {
        kind: 'text',
        lines: ['Customer: Fjordfisk Processing A/S, Ålesund', 'Reference: maintenance stop, May'],
      },
      { kind: 'text', lines: ['Dear sales team,', 'kindly quote the following:'] },
      {
        kind: 'text',
        lines: [
          '2 pcs centrifugal pmup DN40 impeller 125 mm',
          '2 pcs electric motor 1.5 kW 4-pole IE3',
          '4 pcs mechanical seal 24 mm',
          '10 pcs filter cartridge 50 micron 10 inch',
          '20 l hydraulic oil HLP 46',
          '1 set ice machine spare parts',
        ],
      },
      { kind: 'text', lines: ['Best regards', 'Kari Moen'] },
    ],
  },
  {
    file: '30-aldersea-part-numbers.pdf',
    subject: 'Part numbers',
    blocks: [
      { kind: 'title', text: 'Part numbers for the March order' },
      { kind: 'text', lines: ['Customer: Aldersea Water Services Limited, Hull'] },
      {
        kind: 'table',
        columns: [
          { title: 'Part number', width: 150 },
          { title: 'Qty', width: 60, right: true },
          { title: 'Unit', width: 60 },
        ],
        rows: [
          ['CP-032-125', '2', 'pcs'],
          ['EM-0110-4', '2', 'pcs'],
          ['MS-24', '4', 'pcs'],
          ['JC-19', '2', 'pcs'],
          ['PT-10', '2', 'pcs'],
          ['FC-10', '1', 'box'],
          ['QQ-1234', '5', 'pcs'],
        ],
      },
    ],
  },
];
