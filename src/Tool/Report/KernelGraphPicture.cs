namespace Fusion.Tool.Report;

/// <summary>The kernels as boxes from top to bottom, and what they read as lines; what passes others by runs at the side.</summary>
internal static class KernelGraphPicture
{
    private const double Width = 720, Left = 8, BoxWidth = 600, BoxHeight = 34, Gap = 14, Lane = 9;
    private const int Lanes = 11, LongestText = 84;

    public static string Draw(IReadOnlyList<ReportKernel> kernels)
    {
        double Top(int index) => (index + 1) * (BoxHeight + Gap);
        var picture = new Svg(Width, Top(kernels.Count) + 8, "The kernels and what they read");
        picture.Box(Left, 4, BoxWidth, BoxHeight, "input", "The network's inputs");
        picture.Text(Left + 10, 4 + 21, "input", "strong");
        double most = Math.Max(1e-9, kernels.Max(kernel => kernel.Microseconds));
        int[] freeFrom = new int[Lanes];
        foreach (ReportKernel kernel in kernels)
        {
            foreach (int source in kernel.Sources)
            {
                double from = source < 0 ? 4 : Top(source), to = Top(kernel.Index);
                if (source == kernel.Index - 1) picture.Line(Left + 60, from + BoxHeight, Left + 60, to, "edge");
                else
                {
                    int lane = Math.Max(0, Array.FindIndex(freeFrom, free => free <= source + 1));
                    freeFrom[lane] = kernel.Index + 1;
                    double x = Left + BoxWidth + Lane * (lane + 1);
                    picture.Path(
                        $"M{Svg.N(Left + BoxWidth)} {Svg.N(from + 24)} H{Svg.N(x)} V{Svg.N(to + 10)} H{Svg.N(Left + BoxWidth)}", "edge");
                }
            }
        }
        foreach (ReportKernel kernel in kernels)
        {
            double y = Top(kernel.Index);
            picture.Box(Left, y, BoxWidth, BoxHeight, "kernel", $"{kernel.Index + 1} {kernel.Title}\n{kernel.Tile}");
            picture.Box(Left, y + BoxHeight - 4, BoxWidth * kernel.Microseconds / most, 4, "time", $"{kernel.Microseconds:0.0} µs");
            string text = $"{kernel.Index + 1}  {kernel.Title}";
            picture.Text(Left + 10, y + 20, text.Length > LongestText ? text[..(LongestText - 1)] + "…" : text);
        }
        return picture.ToString();
    }
}
