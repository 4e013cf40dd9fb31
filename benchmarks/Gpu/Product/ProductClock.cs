using Fusion.Gpu;
using Fusion.Samples;

namespace Fusion.Benchmarks;

/// <summary>Measures our tile and the textbook's products, in turns: a ratio means something on a busy machine, too.</summary>
internal static class ProductClock
{
    private const int Edge = Product.Edge;

    public static ProductMeasurement Measure(GpuDevice device, double seconds)
    {
        var options = new GpuOptions { Profile = true };
        StateDict right = NetworkWeights.Initialize(TextbookProduct.Description, seed: 1);
        using Product.Gpu ours = Product.LoadGpu(device, NetworkWeights.Initialize(Product.Description, seed: 1), options);
        using TextbookProduct tiled = TextbookProduct.Load(device, right, options, isTiled: true);
        using TextbookProduct naive = TextbookProduct.Load(device, right, options, isTiled: false);
        using GpuBuffer a = device.Allocate(Edge * Edge), c = device.Allocate(Edge * Edge);
        float[] left = Agreement.RandomValues(Edge * Edge, seed: 2);
        a.CopyFrom(left);
        (GpuNetwork Network, Action Run, List<double> Times)[] all =
        [
            (ours, () => ours.Run(a, c), []), (tiled, () => tiled.Run(a, c), []), (naive, () => naive.Run(a, c), []),
        ];
        foreach (var (_, run, _) in all) run();
        foreach (TextbookProduct textbook in new[] { tiled, naive })
        {
            textbook.Run(a, c);
            Check(left, right["b"].Values, c);
        }
        Median.Of(() =>
        {
            foreach (var (network, run, times) in all)
            {
                network.Profile!.Reset();
                run();
                times.Add(network.Profile.Kernels.Sum(kernel => kernel.Total.TotalNanoseconds));
            }
            return 0;
        }, 5, seconds);
        double[] speeds = [.. all.Select(one => 2.0 * Edge * Edge * Edge / Median.Middle(one.Times))];
        return new ProductMeasurement(Edge, speeds[0], speeds[1], speeds[2]);
    }

    /// <summary>Some of the results, in double precision. What is compared must compute the product.</summary>
    private static void Check(float[] left, ReadOnlySpan<float> right, GpuBuffer found)
    {
        float[] product = new float[Edge * Edge];
        found.CopyTo(product);
        for (int i = 0; i < product.Length; i += 1021)
        {
            double sum = 0;
            for (int k = 0; k < Edge; k++) sum += (double)left[i / Edge * Edge + k] * right[k * Edge + i % Edge];
            if (!(Math.Abs(sum - product[i]) < 1e-3))
                throw new UserException($"The textbook's product is wrong at {i}: {product[i]}; {sum} was expected.");
        }
    }
}
