import { testColumn } from './column.js';

testColumn('0.2 rules');
