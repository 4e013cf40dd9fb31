using Fusion.Training.Tests.Networks;
using Fusion.Training.Tests.Sessions;

namespace Fusion.Training.Tests.Data;

/// <summary>What becomes of a sample on its way into a batch, and how a network is counted on samples.</summary>
public class SampleSourceTests
{
    private const int Height = 16, Width = 16, Channels = 3, Count = 23;

    [Fact]
    public void Bytes_have_the_bits_of_a_network_that_runs_on_them()
    {
        byte[] pixels = new byte[4 * Height * Width * Channels];
        new Random(1).NextBytes(pixels);
        using Tiny network = Tiny.Initialize(1);
        foreach (var normalization in new[]
        {
            ImageNormalization.UnitRange, ImageNormalization.ImageNet, new([1, 2, 3], [4, 5, 6], swapRedAndBlue: true),
        })
        {
            var source = SampleSource.FromBytes(pixels, new int[4], Height, Width, Channels, normalization);
            float[] values = new float[source.Elements], expected = new float[10], found = new float[10];
            for (int i = 0; i < 4; i++)
            {
                source.Read(i, values);
                network.Run(values, found);
                network.Run(pixels.AsSpan(i * source.Elements, source.Elements), normalization, expected);
                Assert.Equal(expected, found);
            }
            int red = normalization.SwapRedAndBlue ? 2 : 0;
            source.Read(0, values);
            Assert.Equal((pixels[red] - normalization.Mean[0]) / normalization.Deviation[0], values[0], 1e-5f);
            Assert.Equal((0 - normalization.Mean[0]) / normalization.Deviation[0], source.Border(0), 1e-5f);
        }
    }

    [Fact]
    public void Every_place_and_mirror_image_is_drawn_about_equally_often()
    {
        const int Padding = 1, H = 2, W = 4, Draws = 6000;
        var source = new NumberedSamples(6);
        using var batches = new Batches(
            source, 6, seed: 5, new Augmentation { Padding = Padding, Height = H, Width = W, HorizontalFlip = true });
        var drawn = new Dictionary<(int Top, int Left, bool IsMirrored), int>();
        float[] sample = new float[source.Elements];
        while (drawn.Values.Sum() < Draws)
        {
            Batch batch = batches.Next();
            for (int i = 0; i < 6; i++)
            {
                source.Read(batch.Indices[i], sample);
                float[] found = batch.Values.Slice(i * H * W * 2, H * W * 2).ToArray();
                var places =
                    from top in Enumerable.Range(-Padding, source.Height + 2 * Padding - H + 1)
                    from left in Enumerable.Range(-Padding, source.Width + 2 * Padding - W + 1)
                    from isMirrored in new[] { false, true }
                    where Cut(source, sample, top, left, H, W, isMirrored).SequenceEqual(found)
                    select (top, left, isMirrored);
                var place = Assert.Single(places);
                drawn[place] = drawn.GetValueOrDefault(place) + 1;
            }
        }
        // 4 places down, 3 across, mirrored or not; four standard deviations.
        double expected = Draws / 24.0;
        Assert.Equal(24, drawn.Count);
        Assert.All(drawn.Values, times => Assert.InRange(times, expected - 4 * Math.Sqrt(expected), expected + 4 * Math.Sqrt(expected)));
    }

    [Fact]
    public void The_middle_is_cut_out()
    {
        var source = new NumberedSamples(5, height: 6, width: 5);
        SampleSource middle = source.CenterCrop(3, 3);
        float[] sample = new float[source.Elements], values = new float[middle.Elements];
        source.Read(4, sample);
        middle.Read(4, values);
        Assert.Equal(Cut(source, sample, top: 1, left: 1, 3, 3, isMirrored: false), values);
        Assert.Equal(source.Labels.ToArray(), middle.Labels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("width", () => source.CenterCrop(3, 6));
    }

    [Fact]
    public void An_evaluation_counts_every_sample_once()
    {
        float[] images = SessionTests.Images(Count, 0);
        int[] labels = SessionTests.Labels(Count, 0);
        using Tiny network = Tiny.Initialize(1);
        int correct = 0;
        double loss = 0;
        for (int i = 0; i < Count; i++)
        {
            float[] logits = new float[10];
            network.Run(images.AsSpan(i * Height * Width * Channels, Height * Width * Channels), logits);
            if (Array.IndexOf(logits, logits.Max()) == labels[i]) correct++;
            loss += Math.Log(logits.Sum(value => Math.Exp(value))) - logits[labels[i]];
        }
        var source = SampleSource.FromFloats(images, labels, Height, Width, Channels);
        foreach (int size in new[] { 1, 7, 23, 64 })
        {
            Evaluation found = Evaluation.Of(source, network.Run, classes: 10, size);
            Assert.Equal((Count, correct), (found.Count, found.Correct));
            Assert.Equal(loss / Count, found.CrossEntropy, 1e-6);
            Assert.Equal((double)correct / Count, found.Accuracy);
        }
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_not_correct()
    {
        var source = SampleSource.FromFloats(new float[3], new int[3], 1, 1, 1);
        float[] logits = [float.NaN, 1, 1, float.NaN, 2, 2];
        Evaluation found = Evaluation.Of(source, (_, output) => logits.CopyTo(output), classes: 2);
        Assert.Equal((3, 1), (found.Count, found.Correct));
        Assert.True(double.IsNaN(found.CrossEntropy));
    }

    [Fact]
    public void Logits_that_are_there_are_counted_as_those_of_a_run()
    {
        float[] logits = [1, 2, 0, 3, 1, 1, -1, -2, -1];
        int[] labels = [1, 0, 2];
        Evaluation found = Evaluation.Of(logits, labels);
        var source = SampleSource.FromFloats(new float[3], labels, 1, 1, 1);
        Assert.Equal(Evaluation.Of(source, (_, output) => logits.CopyTo(output), classes: 3), found);
        // Of two that are equally great, the first counts.
        Assert.Equal((3, 2), (found.Count, found.Correct));
    }

    [Fact]
    public void Labels_that_are_ignored_do_not_count()
    {
        float[] logits = [1, 0, 2, float.NaN, 5, 5, 0, 3, 1];
        Evaluation found = Evaluation.Of(logits, [2, 255, 0], ignoreLabel: 255);
        Assert.Equal((2, 1), (found.Count, found.Correct));
        Assert.Equal(Evaluation.Of([1, 0, 2, 0, 3, 1], [2, 0]), found);
        Assert.Equal((0, 0, 0.0), (Evaluation.Of(logits, [7, 7, 7], 7).Count, Evaluation.Of(logits, [7, 7, 7], 7).Correct,
            Evaluation.Of(logits, [7, 7, 7], 7).CrossEntropy));
        Assert.Contains("The label of sample 1 is 4; a class from 0 to 2 was expected.",
            Assert.Throws<ArgumentException>("labels", () => Evaluation.Of(logits, [2, 4, 0], 255)).Message);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Contains("values: 5 values were given; 12 were expected (2 x 6), for as many samples as labels.",
            Assert.Throws<ArgumentException>("values", () => SampleSource.FromFloats(new float[5], new int[2], 3, 2, 1)).Message);
        Assert.Contains("18 values were given, those of 3 samples of 6, and 2 labels; a label for each sample was expected.",
            Assert.Throws<ArgumentException>("values", () => SampleSource.FromFloats(new float[18], new int[2], 3, 2, 1)).Message);
        Assert.Throws<ArgumentException>(
            "pixels", () => SampleSource.FromBytes(new byte[5], new int[2], 3, 2, 1, ImageNormalization.None));
        Assert.Throws<ArgumentException>(
            "normalization", () => SampleSource.FromBytes(new byte[12], new int[2], 3, 2, 1, ImageNormalization.ImageNet));
        Assert.Throws<ArgumentException>("labels", () => SampleSource.FromFloats(new float[0], new int[0], 3, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => SampleSource.FromFloats(new float[5], new int[2], 0, 2, 1));
        var source = SampleSource.FromFloats(new float[2], new[] { 0, 3 }, 1, 1, 1);
        Assert.Contains("The label of sample 1 is 3; a class from 0 to 2 was expected.",
            Assert.Throws<ArgumentException>("source", () => Evaluation.Of(source, (_, _) => { }, classes: 3)).Message);
        Assert.Contains("The label of sample 1 is 2; a class from 0 to 1 was expected.",
            Assert.Throws<ArgumentException>("labels", () => Evaluation.Of(new float[4], [0, 2])).Message);
        Assert.Contains("5 values were given",
            Assert.Throws<ArgumentException>("logits", () => Evaluation.Of(new float[5], [0, 1])).Message);
        Assert.Throws<ArgumentException>("logits", () => Evaluation.Of([], [0, 1]));
        Assert.Throws<ArgumentException>("labels", () => Evaluation.Of(new float[4], []));
    }

    private static float[] Cut(SampleSource source, float[] sample, int top, int left, int height, int width, bool isMirrored)
    {
        float[] part = new float[height * width * source.Channels];
        for (int i = 0; i < part.Length; i++)
        {
            int c = i % source.Channels, column = i / source.Channels % width;
            int x = left + (isMirrored ? width - 1 - column : column), y = top + i / source.Channels / width;
            part[i] = x >= 0 && x < source.Width && y >= 0 && y < source.Height
                ? sample[(y * source.Width + x) * source.Channels + c]
                : source.Border(c);
        }
        return part;
    }
}
