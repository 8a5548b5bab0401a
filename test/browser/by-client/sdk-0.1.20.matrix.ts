import { testColumn } from './column.js';

testColumn('0.1.20');
