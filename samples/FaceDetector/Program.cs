using Fusion;
using Fusion.Samples;
using Fusion.Zoo;
using SkiaSharp;

return CommandLine.Run(
    () => new CommandLine("samples/FaceDetector", "Finds the faces in a picture and draws them.", [
        new("--weights", "FILE", "the network's weights (.safetensors, named as in Pytorch_Retinaface)"),
        new("--image", "FILE", "a picture: JPEG, PNG, WebP, GIF or BMP, of any size"),
        new("--output", "FILE", "where the picture with the faces goes: .png, .jpg or .webp"),
        new("--threshold", "SCORE", "the least score of a face, 0 to 1 (0.5)"),
        new("--threads", "N", "how many cores to use (all)"),
        new("--help", null, "this text")], args),
    line => Detect(
        line.Required("--weights"), line.Required("--image"), line.Required("--output"),
        (float)line.Double("--threshold", 0.5, 0.001, 1), line.Int("--threads", 0, 0, 1024)));

static int Detect(string weights, string image, string output, float threshold, int threads)
{
    const int Edge = 640;
    Picture.CheckTarget(output);
    var steps = new Steps();

    using var network = steps.Take("load the weights", () => Load(weights, threads));
    using SKBitmap picture = steps.Take("read the picture", () => Picture.Load(image));
    var (pixels, factor) = steps.Take($"scale to {Edge}×{Edge}", () => Picture.Letterbox(picture, Edge, new SKColor(123, 117, 104)));

    // The bytes are R, G, B; the network was trained on B, G, R minus the mean of each.
    var normalization = new ImageNormalization([104, 117, 123], [1, 1, 1], swapRedAndBlue: true);
    var decoder = new FaceDecoder(Edge);
    var boxes = new float[4 * decoder.Count];
    var scores = new float[2 * decoder.Count];
    var landmarks = new float[10 * decoder.Count];
    steps.Take("network, first run", () => network.Run(pixels, normalization, boxes, scores, landmarks));
    steps.Median("network, warmed up", 9, () => network.Run(pixels, normalization, boxes, scores, landmarks));

    List<Face> faces = steps.Take("decode and suppress", () => decoder.Decode(boxes, scores, landmarks, threshold));
    faces = faces.ConvertAll(face => face.Scale(factor, picture.Width, picture.Height));
    steps.Take("draw", () => Drawing.Draw(picture, faces));
    steps.Take("write the picture", () => Picture.Save(picture, output));

    NetworkVariant variant = network.Info.Variants[0];
    Console.WriteLine($"""

        RetinaFace, MobileNet ×0.25: {Text.Count(network.Info.ParameterCount)} parameters, {Text.Scaled(variant.MultiplyAdds)} multiply-adds
        {network.InstructionSet}, {Text.Count(network.Threads)} threads, workspace {Text.Bytes(variant.WorkspaceBytes)}
        {Path.GetFileName(image)}: {picture.Width} × {picture.Height}

        """);
    steps.Print();
    Console.WriteLine($"\n{faces.Count} face{(faces.Count == 1 ? "" : "s")} with a score of at least {threshold}\n");
    for (int i = 0; i < faces.Count; i++)
    {
        Face face = faces[i];
        Console.WriteLine(
            $"  {i + 1,3}  score {face.ScoreText}   {face.Box.Width,5:0} × {face.Box.Height,-5:0} at ({face.Box.Left:0}, {face.Box.Top:0})"
            + $"   eyes {At(face.Landmarks[0])} {At(face.Landmarks[1])}, nose {At(face.Landmarks[2])}, mouth {At(face.Landmarks[3])} " +
                $"{At(face.Landmarks[4])}");
    }

    Console.WriteLine($"\n{output}: written");
    return 0;

    static string At(Point point) => $"({point.X:0}, {point.Y:0})";
}

static RetinaFaceMobileNet025 Load(string weights, int threads)
{
    UserFile.CheckReadable(weights, "a file with weights (.safetensors)");
    try
    {
        return RetinaFaceMobileNet025.Load(weights, new NetworkOptions { Threads = threads });
    }
    catch (Exception error) when (error is WeightsException or IOException or UnauthorizedAccessException)
    {
        throw new UserException($"{weights} cannot be used: {error.Message}");
    }
}
