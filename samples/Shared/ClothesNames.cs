namespace Fusion.Samples;

/// <summary>What a network for clothes sees and says.</summary>
internal static class ClothesNames
{
    /// <summary>Fashion-MNIST's classes (Xiao et al., arXiv 1708.07747).</summary>
    public static IReadOnlyList<string> All { get; } =
        ["T-shirt or top", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>Mean and deviation of the pixels of Fashion-MNIST's 60,000 pictures to learn from.</summary>
    public static ImageNormalization Normalization { get; } = new([72.94f], [90.02f]);
}
