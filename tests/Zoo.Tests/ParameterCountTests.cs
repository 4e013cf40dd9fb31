namespace Fusion.Zoo.Tests;

public class ParameterCountTests
{
    [Theory]
    [InlineData("resnet-50", 25_557_032)]
    [InlineData("se-resnet-50", 28_088_024)]
    [InlineData("mobilenet-v2", 3_504_872)]
    [InlineData("mobilenet-v3-large", 5_483_032)]
    [InlineData("mobilenet-v3-small", 2_542_856)]
    [InlineData("regnet-y-400mf", 4_344_144)]
    [InlineData("efficientnet-b0", 5_288_548)]
    [InlineData("squeezenet-1.1", 1_235_496)]
    [InlineData("vit-tiny", 5_717_416)]
    [InlineData("googlenet", 6_624_904)]
    [InlineData("convnext-tiny", 28_589_128)]
    [InlineData("densenet-121", 7_978_856)]
    [InlineData("shufflenet-v2", 2_278_604)]
    public void Is_as_published(string name, long expected) => Assert.Equal(expected, ZooNetwork.Find(name)!.Info.ParameterCount);

    [Fact]
    public void Is_a_constant_of_the_class()
    {
        const long Count = ResNet50.ParameterCount;
        Assert.Equal(25_557_032, Count);
    }

    [Fact]
    public void Network_in_network_counted_by_hand()
    {
        // Outputs × inputs × kernel + biases, layer by layer.
        long stage1 = (96 * 3 * 11 * 11 + 96) + 2 * (96 * 96 + 96);
        long stage2 = (256 * 96 * 5 * 5 + 256) + 2 * (256 * 256 + 256);
        long stage3 = (384 * 256 * 3 * 3 + 384) + 2 * (384 * 384 + 384);
        long stage4 = (1024 * 384 * 3 * 3 + 1024) + (1024 * 1024 + 1024) + (1000 * 1024 + 1000);
        Assert.Equal(NetworkInNetwork.ParameterCount, stage1 + stage2 + stage3 + stage4);
    }

    /// <summary>With 64 channels, the same sum is the 31,037,633 that are published for <c>UNet(3, 1, bilinear=False)</c>.</summary>
    [Fact]
    public void U_net_counted_by_hand()
    {
        Assert.Equal(31_037_633, Count(64));
        Assert.Equal(UNet.ParameterCount, Count(16));

        // Two convolutions without bias and their norms; a transposed convolution with bias before each of those on the way up.
        static long Twice(long inputs, long outputs) => 9 * inputs * outputs + 9 * outputs * outputs + 4 * outputs;
        static long Count(long width) =>
            Twice(3, width)
            + Enumerable.Range(0, 4).Sum(level => Twice(width << level, width << (level + 1)))
            + Enumerable.Range(1, 4).Sum(level =>
                4 * (width << level) * (width << (level - 1)) + (width << (level - 1)) + Twice(width << level, width << (level - 1)))
            + width + 1;
    }

    /// <summary>Kernels bear the names of layers, or say which operations they have.</summary>
    [Fact]
    public void Every_kernel_says_what_it_is()
    {
        foreach (ZooNetwork network in ZooNetwork.All.Concat(ZooNetwork.Blocks))
            foreach (NetworkVariant variant in network.Info.Variants)
                Assert.DoesNotMatch(@"\b(Fused|PackedConvolution|Copy)\b|(?m)^ +\d+  *:", variant.FusionPlan);
    }

    [Fact]
    public void The_constants_agree_with_the_description()
    {
        Assert.Equal(SeResNet50.ParameterCount, SeResNet50.Description.ParameterCount);
        Assert.Equal(SeResNet50.MultiplyAdds, SeResNet50.Description.Variants[0].MultiplyAdds);
        Assert.Equal(SeResNet50.WorkspaceBytes, SeResNet50.Description.Variants[0].WorkspaceBytes);
        Assert.Equal(SeResNet50.FusionPlan, SeResNet50.Description.Variants[0].FusionPlan);
    }
}
