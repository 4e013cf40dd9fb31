namespace Fusion.Training.Tests.Data;

/// <summary>Samples of several parts, and samples without labels.</summary>
public class PartsTests
{
    private static readonly Augmentation All = new() { Padding = 1, Height = 2, Width = 3, HorizontalFlip = true };

    [Fact]
    public void Parts_belong_to_their_samples()
    {
        var source = new NumberedSamples(17);
        SampleSource whole = source.With(Floats(17, 3, 100)).With(SampleSource.FromFloats(Floats(17, 4, 200), 2, 2, 1));
        using var batches = new Batches(whole, 4, seed: 7, threads: 2);
        using var alone = new Batches(source, 4, seed: 7);
        for (int step = 0; step < 10; step++)
        {
            Batch batch = batches.Next(), expected = alone.Next();
            Assert.Equal(expected.Values, batch.Values);
            Assert.Equal(expected.Values, batch.Part(0));
            Assert.Equal(expected.Labels, batch.Labels);
            Assert.Equal(expected.Indices, batch.Indices);
            for (int i = 0; i < 4; i++)
            {
                int index = batch.Indices[i];
                Assert.Equal([100 + 3 * index, 101 + 3 * index, 102 + 3 * index], batch.Part(1).Slice(3 * i, 3));
                Assert.Equal(200 + 4 * index, batch.Part(2)[4 * i]);
            }
            Assert.Throws<ArgumentOutOfRangeException>("index", () => batch.Part(3));
        }
    }

    /// <summary>A map of the samples' size says, at each pixel, what the sample says there.</summary>
    [Fact]
    public void Maps_are_cut_and_mirrored_as_their_samples()
    {
        var source = new NumberedSamples(9);
        SampleSource whole = source.With(new NumberedSamples(9, channels: 1)).With(Floats(9, 2, 0));
        using var batches = new Batches(whole, 4, seed: 7, All);
        bool isMirrored = false;
        for (int step = 0; step < 30; step++)
        {
            Batch batch = batches.Next();
            for (int pixel = 0; pixel < 4 * 2 * 3; pixel++)
            {
                float value = batch.Values[2 * pixel], map = batch.Part(1)[pixel];
                if (value == -1) Assert.Equal(-1, map);
                else Assert.Equal(Place(value, 2), Place(map, 1));
            }
            isMirrored |= batch.Values[0] > batch.Values[2];
            for (int i = 0; i < 4; i++) Assert.Equal(2 * batch.Indices[i], batch.Part(2)[2 * i]);
        }
        Assert.True(isMirrored);

        static (int, int) Place(float value, int channels) => ((int)value / 1000, (int)value % 1000 / channels);
    }

    [Fact]
    public void The_middle_is_cut_out_of_maps_too()
    {
        SampleSource middle = new NumberedSamples(5).With(new NumberedSamples(5, channels: 1)).With(Floats(5, 2, 0)).CenterCrop(1, 2);
        using var batches = new Batches(middle, 5, seed: 1);
        Batch batch = batches.Next();
        for (int i = 0; i < 5; i++)
        {
            int index = batch.Indices[i];
            Assert.Equal([1000 * index + 10, 1000 * index + 11, 1000 * index + 12, 1000 * index + 13], batch.Values.Slice(4 * i, 4));
            Assert.Equal([1000 * index + 5, 1000 * index + 6], batch.Part(1).Slice(2 * i, 2));
            Assert.Equal(2 * index, batch.Part(2)[2 * i]);
        }
        Assert.Equal(5, middle.Labels.Length);
    }

    [Fact]
    public void Samples_need_no_labels()
    {
        SampleSource floats = SampleSource.FromFloats(Floats(6, 4, 0), 2, 2, 1);
        SampleSource bytes = SampleSource.FromBytes(new byte[24], 2, 2, 1, ImageNormalization.UnitRange);
        foreach (SampleSource source in new[] { floats, bytes, floats.With(Floats(6, 1, 0)), floats.CenterCrop(1, 1) })
        {
            Assert.Equal(6, source.Count);
            Assert.True(source.Labels.IsEmpty);
            using var batches = new Batches(source, 4, seed: 1);
            Batch batch = batches.Next();
            Assert.True(batch.Labels.IsEmpty);
            Assert.Equal(4 * source.Elements, batch.Values.Length);
            Assert.Contains("no labels", Assert.Throws<ArgumentException>(
                "source", () => Evaluation.Of(source, (_, _) => { }, classes: 3)).Message);
        }
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var source = new NumberedSamples(5);
        Assert.Contains("4 samples were given; 5 were expected",
            Assert.Throws<ArgumentException>("other", () => source.With(new NumberedSamples(4))).Message);
        Assert.Contains("values: 7 were given; as many for each of 5 samples were expected.",
            Assert.Throws<ArgumentException>("values", () => source.With(new float[7])).Message);
        Assert.Throws<ArgumentException>("values", () => source.With(new float[0]));
        Assert.Contains("values: 7 values were given; those of whole samples were expected, 6 each.",
            Assert.Throws<ArgumentException>("values", () => SampleSource.FromFloats(new float[7], 3, 2, 1)).Message);
        Assert.Throws<ArgumentException>("values", () => SampleSource.FromFloats(new float[0], 3, 2, 1));
        Assert.Throws<ArgumentException>("pixels", () => SampleSource.FromBytes(new byte[0], 3, 2, 1, ImageNormalization.None));
        Assert.Throws<ArgumentOutOfRangeException>("channels", () => SampleSource.FromFloats(new float[7], 3, 2, 0));
        SampleSource small = source.With(SampleSource.FromFloats(new float[20], 2, 2, 1));
        using var whole = new Batches(small, 1, 1);
        Assert.Contains("Part 1 of the samples is 2 x 2, and the samples 3 x 4: it cannot be cut and mirrored as they are.",
            Assert.Throws<ArgumentException>("augmentation", () => new Batches(small, 1, 1, All)).Message);
    }

    [Fact]
    public void Own_sources_need_no_labels_either()
    {
        using var batches = new Batches(new Ramp().With(new Ramp()), 3, seed: 1);
        Batch batch = batches.Next();
        Assert.Equal([0, 1, 2], batch.Values.ToArray().Order());
        Assert.Equal(batch.Values, batch.Part(1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new Ramp(0));
    }

    private static float[] Floats(int count, int each, int first) => [.. Enumerable.Range(first, count * each).Select(i => (float)i)];

    private sealed class Ramp(int count = 3) : SampleSource(1, 1, 1, count)
    {
        public override void Read(int index, Span<float> values) => values[0] = index;
    }
}
