using Fusion.Runtime;

namespace Fusion.Tests.Execution;

/// <summary>Channels first to channels last and back, value by value, and nothing beside them.</summary>
public sealed unsafe class ChannelPlanesTests
{
    private const float Untouched = -7;

    public static TheoryData<int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int>();
            foreach (int channels in (int[])[2, 3, 4, 5, 7, 8, 15, 16, 17, 19, 33, 36])
                foreach (int count in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 13]) sizes.Add(channels, count);
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Planes_become_pixels(int channels, int count)
    {
        int plane = count + 3;
        float[] source = Numbers(channels * plane), target = Filled(count * channels + 4);
        fixed (float* from = source, to = target) ChannelPlanes.Read(from, plane, channels, to, count);
        for (int i = 0; i < target.Length; i++)
            Assert.Equal(i < count * channels ? source[i % channels * plane + i / channels] : Untouched, target[i]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    [InlineData(1, 9)]
    public void Pixels_become_planes(int channels, int count)
    {
        int stride = channels + 5, plane = count + 3;
        float[] source = Numbers(count * stride + 4), target = Filled((channels + 2) * plane);
        fixed (float* from = source, to = target) ChannelPlanes.Write(from, stride, channels, to, plane, count);
        for (int i = 0; i < target.Length; i++)
            Assert.Equal(
                i % plane < count && i / plane < channels ? source[i % plane * stride + i / plane] : Untouched, target[i]);
    }

    private static float[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => (float)i)];

    private static float[] Filled(int count)
    {
        float[] values = new float[count];
        Array.Fill(values, Untouched);
        return values;
    }
}
