import { testColumn } from './column.js';

testColumn('0.0.46');
