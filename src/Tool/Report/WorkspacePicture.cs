namespace Fusion.Tool.Report;

/// <summary>Which buffer lies where in the workspace, and while which kernels run.</summary>
internal static class WorkspacePicture
{
    private const double Left = 64, Top = 8, Width = 720, Height = 360, Bottom = 30;

    private const int Colours = 6, Ticks = 4;

    public static string Draw(ReportPlan plan)
    {
        double across = Width - Left - 8, down = Height - Top - Bottom;
        double step = across / Math.Max(1, plan.Kernels.Count), scale = down / Math.Max(1, plan.WorkspaceBytes);
        var picture = new Svg(Width, Height, "The workspace over time");
        for (int i = 0; i <= Ticks; i++)
        {
            double y = Top + down * i / Ticks;
            picture.Line(Left, y, Left + across, y, "grid");
            picture.Text(Left - 6, y + 4, Quantity.Bytes(plan.WorkspaceBytes * (double)i / Ticks), "small", "end");
        }
        for (int i = 0; i < plan.Buffers.Count; i++)
        {
            ReportBuffer buffer = plan.Buffers[i];
            double x = Left + buffer.First * step, width = (buffer.Last - buffer.First + 1) * step;
            double y = Top + buffer.Offset * scale, height = Math.Max(1, buffer.Bytes * scale);
            picture.Box(x, y, width, height, $"buffer colour{i % Colours}",
                $"{buffer.Name} {buffer.Shape}, {Quantity.Bytes(buffer.Bytes)}, kernels {buffer.First + 1} to {buffer.Last + 1}");
            if (height > 12 && width > 7 * buffer.Name.Length) picture.Text(x + 3, y + 11, buffer.Name, "small");
        }
        picture.Text(Left, Height - 8, "kernel 1", "small");
        picture.Text(Left + across, Height - 8, $"kernel {plan.Kernels.Count}", "small", "end");
        return picture.ToString();
    }
}
