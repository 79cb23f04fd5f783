using BenchmarkDotNet.Running;

// dotnet run --project bench/parts -c Release -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
