namespace Fusion.Samples;

/// <summary>A square that the network corrects: its centre and size, in units of the input's edge.</summary>
internal readonly record struct PriorBox(float CentreX, float CentreY, float Size)
{
    private static readonly (int Step, int[] Sizes)[] Levels = [(8, [16, 32]), (16, [64, 128]), (32, [256, 512])];

    /// <summary>All priors of a square input, in the order of the network's outputs: level, row, column, size.</summary>
    public static PriorBox[] For(int edge)
    {
        List<PriorBox> priors = [];
        foreach ((int step, int[] sizes) in Levels)
        {
            int cells = (edge + step - 1) / step;
            for (int y = 0; y < cells; y++)
                for (int x = 0; x < cells; x++)
                    foreach (int size in sizes)
                        priors.Add(new PriorBox((x + 0.5f) * step / edge, (y + 0.5f) * step / edge, (float)size / edge));
        }

        return [.. priors];
    }
}
