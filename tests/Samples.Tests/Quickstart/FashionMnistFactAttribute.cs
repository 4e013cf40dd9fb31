using Fusion.Samples.Distill.Pictures;

namespace Fusion.Samples.Tests.Quickstart;

/// <summary>A test that needs Fashion-MNIST; where it is missing, it is skipped, and says so.</summary>
internal sealed class FashionMnistFactAttribute : FactAttribute
{
    public FashionMnistFactAttribute()
    {
        if (!FashionMnist.IsIn(FashionMnist.DebianFolder))
            Skip = $"Fashion-MNIST is not in {FashionMnist.DebianFolder}. {FashionMnist.HowToGet}";
    }
}
