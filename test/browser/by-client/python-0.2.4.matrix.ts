import { testColumn } from './column.js';

testColumn('Python 0.2.4');
