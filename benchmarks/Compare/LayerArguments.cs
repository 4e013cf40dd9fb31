using Fusion.Samples;

namespace Fusion.Benchmarks;

/// <summary>Layers that the command line names by their sizes.</summary>
internal static class LayerArguments
{
    /// <summary>One convolution, as <c>--layer</c> has it.</summary>
    public static SingleLayer Layer(string text)
    {
        int[] sizes = [.. text.Split(',').Select(part => int.TryParse(part, out int size) && size > 0 ? size : 0)];
        if (sizes.Length != 6 || sizes.Contains(0) || sizes[0] % sizes[5] != 0 || sizes[1] % sizes[5] != 0)
            throw new UserException($"--layer is '{text}'; inputs,outputs,size,kernel,stride,groups was expected, as in 64,64,56,3,1,1.");
        return SingleLayer.Square(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5]);
    }

    /// <summary>Linear layers, as <c>--perceptron</c> has them.</summary>
    public static SingleLayer Perceptron(string text)
    {
        int[] widths = [.. text.Split('-').Select(part => int.TryParse(part, out int width) && width > 0 ? width : 0)];
        if (widths.Length < 2 || widths.Contains(0))
            throw new UserException($"--perceptron has '{text}'; numbers of values were expected, as in 784-512-10.");
        return SingleLayer.Perceptron(text, widths);
    }
}
