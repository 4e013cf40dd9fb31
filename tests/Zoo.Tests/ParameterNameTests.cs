namespace Fusion.Zoo.Tests;

/// <summary>Parameters have the names that torchvision's modules give.</summary>
public class ParameterNameTests
{
    [Theory]
    [InlineData("mobilenet-v3-small", "features.0.0.weight", "16x3x3x3")]
    [InlineData("mobilenet-v3-small", "features.0.1.running_var", "16")]
    [InlineData("mobilenet-v3-small", "features.1.block.0.0.weight", "16x1x3x3")]
    [InlineData("mobilenet-v3-small", "features.1.block.1.fc1.weight", "8x16x1x1")]
    [InlineData("mobilenet-v3-small", "features.1.block.2.0.weight", "16x16x1x1")]
    [InlineData("mobilenet-v3-small", "features.2.block.1.0.weight", "72x1x3x3")]
    [InlineData("mobilenet-v3-small", "features.11.block.2.fc2.bias", "576")]
    [InlineData("mobilenet-v3-small", "features.12.1.weight", "576")]
    [InlineData("mobilenet-v3-small", "classifier.0.weight", "1024x576")]
    [InlineData("mobilenet-v3-small", "classifier.3.bias", "1000")]
    [InlineData("regnet-y-400mf", "stem.0.weight", "32x3x3x3")]
    [InlineData("regnet-y-400mf", "stem.1.running_mean", "32")]
    [InlineData("regnet-y-400mf", "trunk_output.block1.block1-0.proj.0.weight", "48x32x1x1")]
    [InlineData("regnet-y-400mf", "trunk_output.block1.block1-0.f.a.0.weight", "48x32x1x1")]
    [InlineData("regnet-y-400mf", "trunk_output.block1.block1-0.f.se.fc1.weight", "8x48x1x1")]
    [InlineData("regnet-y-400mf", "trunk_output.block2.block2-1.f.b.0.weight", "104x8x3x3")]
    [InlineData("regnet-y-400mf", "trunk_output.block3.block3-0.f.se.fc1.bias", "26")]
    [InlineData("regnet-y-400mf", "trunk_output.block4.block4-5.f.c.1.weight", "440")]
    [InlineData("regnet-y-400mf", "trunk_output.block4.block4-5.f.se.fc2.weight", "440x110x1x1")]
    [InlineData("regnet-y-400mf", "fc.weight", "1000x440")]
    [InlineData("efficientnet-b0", "features.1.0.block.0.0.weight", "32x1x3x3")]
    [InlineData("efficientnet-b0", "features.6.3.block.2.fc1.weight", "48x1152x1x1")]
    [InlineData("efficientnet-b0", "features.8.0.weight", "1280x320x1x1")]
    [InlineData("efficientnet-b0", "classifier.1.weight", "1000x1280")]
    [InlineData("retinaface", "ssh2.conv7x7_3.0.weight", "16x16x3x3")]
    [InlineData("retinaface", "fpn.merge2.1.weight", "64")]
    [InlineData("retinaface", "LandmarkHead.2.conv1x1.weight", "20x64x1x1")]
    public void Is_as_in_torchvision(string network, string name, string dimensions) => Assert.Equal(
        dimensions,
        string.Join("x", ZooNetwork.Find(network)!.Info.Parameters.Single(parameter => parameter.Name == name).Dimensions.ToArray()));
}
