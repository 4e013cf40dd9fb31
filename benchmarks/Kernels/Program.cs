using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Fusion.Benchmarks;
using Perfolizer.Horology;

// --recurrent: GRU and LSTM beside ONNX Runtime's, one thread, alternately in this process.
if (args.Contains("--recurrent"))
{
    Recurrent.Print(new Fusion.NetworkOptions { Threads = 1 }, TimeSpan.FromSeconds(3));
    return;
}

// --quick: a few short iterations in this process, for a first look. Everything else is BenchmarkDotNet's: --list flat, --filter, --job.
var arguments = args.Where(argument => argument != "--quick").ToList();
if (!arguments.Any(argument => argument is "--filter" or "-f" or "--list" or "--help")) arguments.AddRange(["--filter", "*"]);
IConfig config = DefaultConfig.Instance.WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40));
if (args.Contains("--quick"))
{
    config = config.AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Throughput)
        .WithWarmupCount(2).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(50)).WithUnrollFactor(1).WithId("Quick"));
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. arguments], config);
