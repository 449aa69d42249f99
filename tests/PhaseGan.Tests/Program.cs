using PhaseGan.Tests.Sqlite;

// The test platform loads this assembly and never comes here; tests start it as a process that they may kill.
return StoreWorker.Run(args);
