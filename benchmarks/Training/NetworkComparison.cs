using System.Diagnostics;
using Fusion.Benchmarks.Networks;
using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Benchmarks;

/// <summary>Whole training steps beside TorchSharp's, alternately, on one thread each.</summary>
internal static class NetworkComparison
{
    private const int Samples = ResNet20Training.BatchSize;

    /// <summary>ResNet-20 with batch 64, in both of TorchSharp's layouts.</summary>
    public static void Run(NetworkOptions options, TimeSpan length)
    {
        if (Libtorch.Problem is { } problem) throw new Fusion.Samples.UserException("libtorch: " + problem);
        torch.set_num_threads(1);
        using ResNet20Training own = ResNet20Training.Start(seed: 1, options);
        float[] images = new float[Samples * 32 * 32 * 3];
        var random = new Random(1);
        for (int i = 0; i < images.Length; i++) images[i] = 2 * random.NextSingle() - 1;
        int[] labels = [.. Enumerable.Range(0, Samples).Select(_ => random.Next(10))];
        using var first = new TorchStep(images, labels, isChannelsLast: false);
        using var last = new TorchStep(images, labels, isChannelsLast: true);
        Samples ours = new(), channelsFirst = new(), channelsLast = new();
        for (long start = Stopwatch.GetTimestamp(); ours.Count < 5 || Stopwatch.GetElapsedTime(start) < length;)
        {
            ours.Time(() => own.Step(images, labels, 0.01f));
            channelsFirst.Time(first.Run);
            channelsLast.Time(last.Run);
        }
        Console.WriteLine("| ResNet-20, batch 64, one thread | ms, median | at best | TorchSharp / Fusion |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        Print("Fusion", ours);
        Print("TorchSharp, channels first", channelsFirst);
        Print("TorchSharp, channels last", channelsLast);

        void Print(string name, Samples times) => Console.WriteLine(
            $"| {name} | {times.Median / 1000:0.0} | {times.Best / 1000:0.0} | {times.Median / ours.Median:0.00} |");
    }

    private sealed class TorchStep : IDisposable
    {
        private readonly ResNet20Module _module = new();
        private readonly torch.optim.Optimizer _optimizer;
        private readonly torch.Tensor _images;
        private readonly torch.Tensor _labels;

        public TorchStep(float[] images, int[] labels, bool isChannelsLast)
        {
            torch.Tensor last = torch.tensor(images, [Samples, 32, 32, 3]);
            // A view of channels-last memory is what TorchSharp has for that layout.
            _images = isChannelsLast ? last.permute(0, 3, 1, 2) : last.permute(0, 3, 1, 2).contiguous();
            _labels = torch.tensor(Array.ConvertAll(labels, label => (long)label));
            if (isChannelsLast)
            {
                using var _ = torch.no_grad();
                foreach (var (name, parameter) in _module.named_parameters())
                    if (parameter.dim() == 4) parameter.set_(parameter.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
            }
            _module.train();
            _optimizer = torch.optim.SGD(_module.parameters(), 0.01, momentum: 0.9, weight_decay: 5e-4);
        }

        public void Run()
        {
            using var scope = torch.NewDisposeScope();
            _optimizer.zero_grad();
            torch.nn.functional.cross_entropy(_module.Run(_images)["output"], _labels).backward();
            _optimizer.step();
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _module.Dispose();
        }
    }
}
